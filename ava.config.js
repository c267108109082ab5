export default {
  files: ['dist/test/**/*.test.js'],
  require: ['./dist/test/seed.js'],
  timeout: '5m',
  workerThreads: true,
};

/**
 * The two kinds of fault that are not bugs of the program: the user's input, and a broken law of the model.
 *
 * Messages are one line: where, what was found, what is accepted, what to do. Left out: how they are shown and which exit
 * status they become; that is the command line's.
 */

/** The user's input cannot be used as it is; the message says where and what to do. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A law of the model is broken: a fault of ours, always with moment and seed. */
export class ConservationError extends Error {
  override readonly name = 'ConservationError';
}

#!/bin/sh
# Measures creation and destruction of bare guests in a dom0, as CSV files that
# `npm run calibrate -- DIR` reads.
#
# It says what it would do and does nothing, unless --run is given. It creates
# guests of its own, paused and without devices, destroys only those, and
# refuses to begin while any other guest is there. Left out: latencies of single
# xenstore requests, and guests with devices.
set -eu

usage() {
  cat <<'TEXT'
sh measure-dom0.sh --kernel FILE [--out DIR] [--guests N] [--memory LIST] [--run]

  --kernel FILE  PV kernel of the guests; a small one, it is loaded each time
  --out DIR      where the CSV files go                  [./xenreplay-measured]
  --guests N     guests at a time, at most                                 [50]
  --memory LIST  MiB of one guest at a time, with commas    [16,64,256,1024]
  --run          do it; without it (or with --dry-run) it is only said
TEXT
}

fail() {
  printf '%s\n' "measure-dom0.sh: $1" >&2
  exit 2
}

kernel=
out=./xenreplay-measured
guests=50
memory=16,64,256,1024
dry=yes
while [ $# -gt 0 ]; do
  case $1 in
    --kernel | --out | --guests | --memory)
      [ $# -ge 2 ] || fail "$1: nothing follows; see --help"
      case $1 in
        --kernel) kernel=$2 ;;
        --out) out=$2 ;;
        --guests) guests=$2 ;;
        --memory) memory=$2 ;;
      esac
      shift 2
      ;;
    --run) dry=no && shift ;;
    --dry-run) dry=yes && shift ;;
    --help | -h) usage && exit 0 ;;
    *) fail "found \"$1\"; known: --kernel, --out, --guests, --memory, --run, --dry-run, --help" ;;
  esac
done
case $guests in
  '' | *[!0-9]* | 0*) fail "--guests: found \"$guests\"; it is a whole number from 1 up" ;;
esac
case $memory in
  '' | *[!0-9,]*) fail "--memory: found \"$memory\"; it is whole MiB with commas, as in 16,256" ;;
esac
[ -n "$kernel" ] || fail "--kernel: not given; name the PV kernel that the guests are made from"
[ "$dry" = yes ] || [ -r "$kernel" ] || fail "--kernel: \"$kernel\" cannot be read; name a file that can"

# Guests of ours: this prefix and a number.
prefix=xenreplay-measure-$$-
started=

name_of() { printf '%s%s' "$prefix" "$1"; }

if [ "$dry" = yes ]; then
  for number in 1 "$guests"; do
    printf 'would: xl create -q -e -p %s.cfg   # 16 MiB, 1 vCPU, no devices\n' "$(name_of "$number")"
  done
  printf 'would: create %s guests one after the other, then destroy them in turn\n' "$guests"
  printf 'would: create and destroy one guest, three times each, with %s MiB\n' "$memory"
  printf 'would: write %s/xen-host-real-NODESnode-{create,destroy,memory}.csv\n' "$out"
  printf 'nothing was done; add --run to do it on a host without guests\n'
  exit 0
fi

command -v xl >/dev/null 2>&1 || fail "xl is not there; run this in dom0, as root"
[ "$(xl list | wc -l)" -eq 2 ] || fail "other guests are there (xl list); they are not touched: move them away first"
case $(date +%N) in
  *[!0-9]* | '') fail "date gives no nanoseconds; GNU date is needed" ;;
esac

pid_of() { pidof "$1" 2>/dev/null | tr ' ' '\n' | head -n 1; }
xenstored=$(pid_of oxenstored)
daemon=-oxenstored
if [ -z "$xenstored" ]; then
  xenstored=$(pid_of xenstored)
  daemon=
fi
xenconsoled=$(pid_of xenconsoled)
[ -n "$xenstored" ] || fail "no xenstored in this domain; a stub domain's cannot be measured from here"
nodes=$(xl info | awk '$1 == "nr_nodes" { print $3 }')

mkdir -p "$out"
work=$(mktemp -d)

# Whatever happens, what we made goes away, and nothing else.
clean() {
  for number in $started; do
    xl destroy "$(name_of "$number")" >/dev/null 2>&1 || :
  done
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

now_us() { echo $(($(date +%s%N) / 1000)); }
cpu_us() {
  if [ -n "$1" ] && [ -r "/proc/$1/schedstat" ]; then
    awk '{ printf "%d", $1 / 1000 }' "/proc/$1/schedstat"
  else
    echo 0
  fi
}

header=op,idx,n_running_before,mem_mib,wall_us,xl_user_ms,xl_sys_ms,xenstored_cpu_us,xenconsoled_cpu_us,trace_line0,trace_line1,rc

# measured OP NUMBER GUESTS-BEFORE MIB FILE COMMAND...
measured() {
  op=$1 number=$2 before=$3 mib=$4 file=$5
  shift 5
  store=$(cpu_us "$xenstored")
  console=$(cpu_us "$xenconsoled")
  begun=$(now_us)
  rc=0
  "$@" >/dev/null 2>&1 || rc=$?
  ended=$(now_us)
  # what the daemons do after xl returned belongs to it
  sleep 1
  printf '%s,%s,%s,%s,%s,0,0,%s,%s,0,0,%s\n' "$op" "$number" "$before" "$mib" $((ended - begun)) \
    $(($(cpu_us "$xenstored") - store)) $(($(cpu_us "$xenconsoled") - console)) "$rc" >>"$file"
  return "$rc"
}

configured() {
  cat >"$work/$1.cfg" <<TEXT
name = "$(name_of "$1")"
type = "pv"
kernel = "$kernel"
memory = $2
vcpus = 1
TEXT
}

created() {
  configured "$1" "$3"
  started="$started $1"
  measured create "$1" "$2" "$3" "$4" xl create -q -e -p "$work/$1.cfg" ||
    fail "xl create failed; try it by hand with $kernel"
}
destroyed() {
  measured destroy "$1" "$2" "$3" "$4" xl destroy "$(name_of "$1")" || fail "xl destroy failed"
  started=$(printf '%s\n' "$started" | tr ' ' '\n' | grep -vx "$1" | tr '\n' ' ' || :)
}

create=$out/xen-host-real-${nodes}node${daemon}-create.csv
destroy=$out/xen-host-real-${nodes}node${daemon}-destroy.csv
sizes=$out/xen-host-real-${nodes}node${daemon}-memory.csv
for file in "$create" "$destroy" "$sizes"; do printf '%s\n' "$header" >"$file"; done

number=1
while [ "$number" -le "$guests" ]; do
  created "$number" $((number - 1)) 16 "$create"
  number=$((number + 1))
done
number=$guests
while [ "$number" -ge 1 ]; do
  destroyed "$number" "$number" 16 "$destroy"
  number=$((number - 1))
done
for mib in $(printf '%s' "$memory" | tr ',' ' '); do
  for repetition in 1 2 3; do
    printf 'memory %s MiB, %s of 3\n' "$mib" "$repetition" >&2
    created 1 0 "$mib" "$sizes"
    destroyed 1 1 "$mib" "$sizes"
  done
done
printf 'measured: %s\n' "$out"

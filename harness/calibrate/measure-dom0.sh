#!/bin/sh
# Measures creation and destruction of bare guests in a dom0, as CSV files (and,
# where moreutils' ts is there, logs) that `npm run calibrate -- DIR` reads.
#
# It says what it would do and does nothing, unless --run is given. It creates
# guests of its own, paused and without devices, destroys only those, by their
# names, and refuses to begin, or to go on, while any other guest is there. Left
# out: latencies of single xenstore requests, and guests with devices: for those
# log creations of your own, see docs/calibration.md.
set -eu

usage() {
  cat <<'TEXT'
sh measure-dom0.sh --kernel FILE [--out DIR] [--guests N] [--memory LIST] [--run]

  --kernel FILE  kernel of the guests; a small one, it is loaded each time
  --type TYPE    pv or pvh                                                [pv]
  --out DIR      where the files go                     [./xenreplay-measured]
  --guests N     guests at a time, at most                                [50]
  --memory LIST  MiB of one guest at a time, with commas   [16,64,256,1024]
  --run          do it; without it (or with --dry-run) it is only said
TEXT
}

fail() {
  printf '%s\n' "measure-dom0.sh: $1" >&2
  exit 2
}

kernel=
type=pv
out=./xenreplay-measured
guests=50
memory=16,64,256,1024
dry=yes
while [ $# -gt 0 ]; do
  case $1 in
    --kernel | --type | --out | --guests | --memory)
      [ $# -ge 2 ] || fail "$1: nothing follows; see --help"
      case $1 in
        --kernel) kernel=$2 ;;
        --type) type=$2 ;;
        --out) out=$2 ;;
        --guests) guests=$2 ;;
        --memory) memory=$2 ;;
      esac
      shift 2
      ;;
    --run)
      dry=no
      shift
      ;;
    --dry-run)
      dry=yes
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) fail "found \"$1\"; known: --kernel, --type, --out, --guests, --memory, --run, --dry-run, --help" ;;
  esac
done
case $guests in
  '' | *[!0-9]* | 0*) fail "--guests: found \"$guests\"; it is a whole number from 1 up" ;;
esac
case $type in
  pv | pvh) ;;
  *) fail "--type: found \"$type\"; it is pv or pvh" ;;
esac
sizes_mib=$(printf '%s' "$memory" | tr ',' ' ')
largest=0
for mib in $sizes_mib; do
  case $mib in
    *[!0-9]* | 0*) fail "--memory: found \"$memory\"; it is whole MiB with commas, as in 16,256" ;;
  esac
  [ "$mib" -le "$largest" ] || largest=$mib
done
[ "$largest" -gt 0 ] || fail "--memory: found \"$memory\"; it is whole MiB with commas, as in 16,256"
[ -n "$kernel" ] || fail "--kernel: not given; name the kernel that the guests are made from"
[ "$dry" = yes ] || [ -r "$kernel" ] || fail "--kernel: \"$kernel\" cannot be read; name a file that can"

# Guests of ours: this prefix and a number.
prefix=xenreplay-measure-$$-
started=
small=16
logs=6

name_of() { printf '%s%s' "$prefix" "$1"; }
with_ts() { command -v ts >/dev/null 2>&1; }

if [ "$dry" = yes ]; then
  for number in 1 "$guests"; do
    printf 'would: xl create -q -e -p %s.cfg   # %s, %s MiB, 1 vCPU, no devices\n' "$(name_of "$number")" "$type" "$small"
  done
  printf 'would: create %s guests one after the other, then destroy them in turn\n' "$guests"
  printf 'would: create and destroy one guest, three times each, with %s MiB\n' "$memory"
  printf 'would: write %s/xen-host-real-NODESnode-{create,destroy,memory}.csv\n' "$out"
  if with_ts; then
    printf "would: log %s creations of one guest with xl -vvv, timed by ts '%%.s'\n" "$logs"
  else
    printf 'would not: log creations, as ts of moreutils is not there\n'
  fi
  printf 'nothing was done; add --run to do it on a host without guests\n'
  exit 0
fi

command -v xl >/dev/null 2>&1 || fail "xl is not there; run this in dom0, as root"
# Domains that xl lists, Domain-0 among them.
domains() { xl list | awk 'NR > 1' | wc -l; }
info() { xl info | awk -v key="$1" '$1 == key { sub(/^[^:]*: */, ""); print }'; }
xl list >/dev/null 2>&1 || fail "xl list failed; run this in dom0, as root"
[ "$(domains)" -eq 1 ] || fail "other guests are there (xl list); they are not touched: move them away first"
case $(date +%N) in
  *[!0-9]* | '') fail "date gives no nanoseconds; GNU date is needed" ;;
esac
case $(info xen_commandline) in
  *dom0_mem=*) ;;
  *)
    grep -Eqs '^[[:space:]]*autoballoon[[:space:]]*=[[:space:]]*"?(off|0)' /etc/xen/xl.conf ||
      fail "neither dom0_mem= on Xen's command line nor autoballoon=\"off\" in xl.conf: each guest would make dom0 smaller; set one"
    ;;
esac
# what a guest takes beside its memory: page tables, p2m, structures
spare=8
need=$((guests * (small + spare)))
[ "$((largest + spare))" -le "$need" ] || need=$((largest + spare))
[ "$(info free_memory)" -ge "$need" ] || fail "$(info free_memory) MiB are free and $need are needed; ask for fewer --guests or less --memory"

pid_of() { pidof "$1" 2>/dev/null | tr ' ' '\n' | head -n 1; }
xenstored=$(pid_of oxenstored)
daemon=-oxenstored
if [ -z "$xenstored" ]; then
  xenstored=$(pid_of xenstored)
  daemon=
fi
xenconsoled=$(pid_of xenconsoled)
[ -n "$xenstored" ] || fail "no xenstored in this domain; a stub domain's cannot be measured from here"
nodes=$(info nr_nodes)

create=$out/xen-host-real-${nodes}node${daemon}-create.csv
destroy=$out/xen-host-real-${nodes}node${daemon}-destroy.csv
sizes=$out/xen-host-real-${nodes}node${daemon}-memory.csv
for file in "$create" "$destroy" "$sizes" "$out"/xl-create-*.log; do
  [ ! -e "$file" ] || fail "--out: \"$file\" is there already; name another folder"
done
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
  [ "$(domains)" -eq $((before + 1)) ] || fail "a guest that is not ours came or one of ours went (xl list); nothing of it is touched"
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
type = "$type"
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
  forget "$1"
}
forget() {
  started=$(printf '%s\n' "$started" | tr ' ' '\n' | grep -vx "$1" | tr '\n' ' ' || :)
}
# logged NUMBER FILE: one creation with all that libxl says, and the time of each line
logged() {
  configured "$1" "$small"
  started="$started $1"
  xl -vvv create -q -e -p "$work/$1.cfg" 2>&1 | ts '%.s' >"$2"
  xl destroy "$(name_of "$1")" >/dev/null 2>&1 || fail "xl create or destroy failed; see $2"
  forget "$1"
  sleep 1
}

for file in "$create" "$destroy" "$sizes"; do printf '%s\n' "$header" >"$file"; done

number=1
while [ "$number" -le "$guests" ]; do
  created "$number" $((number - 1)) "$small" "$create"
  number=$((number + 1))
done
number=$guests
while [ "$number" -ge 1 ]; do
  destroyed "$number" "$number" "$small" "$destroy"
  number=$((number - 1))
done
for mib in $sizes_mib; do
  for repetition in 1 2 3; do
    printf 'memory %s MiB, %s of 3\n' "$mib" "$repetition" >&2
    created 1 0 "$mib" "$sizes"
    destroyed 1 1 "$mib" "$sizes"
  done
done
if with_ts; then
  number=1
  while [ "$number" -le "$logs" ]; do
    logged 1 "$out/xl-create-$number.log"
    number=$((number + 1))
  done
else
  printf 'no logs: ts of moreutils is not there\n' >&2
fi
printf 'measured: %s\n' "$out"

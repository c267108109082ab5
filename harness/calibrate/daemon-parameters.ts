/**
 * What one xenstored daemon costs, read off the measurements of it alone and off recorded creations (xen-host B.4).
 *
 * Single requests tell rings, sockets, changes and watches apart; a recorded `xl create` tells what they come to in the
 * order and company in which they are sent, which is more. So the split is that of the single ones and the level that of the
 * recording, where there is one. Left out: what no series tells apart, which stays as the base profile has it.
 */
import type { HostValues } from '../../model/host/profile.ts';
import { EMPTY } from './laws.ts';
import { less, scaled, sole, type Look, type Part, type Parts } from './part.ts';

const GUEST = 'per guest';
const WATCH = 'per watch';

const ONE = 'per request';
const GROWTH = 'per request and guest';

/** @param daemon  its name in the measurements: `c` or `ox` */
export const ofDaemon = (look: Look, daemon: string, base: HostValues): Parts => {
  const latency = (op: string, term: string): Part | undefined => look(`latency ${daemon} ${op}`, term);
  const introduced = (op: string): Part | undefined => look(`introduced ${daemon} ${op}`, GUEST);
  const request = look(`server time ${daemon} READ`, EMPTY);
  const withSocket = look(`introduced ${daemon}_plus_monitor_socket READ`, GUEST);
  const removal = less(latency('DESTROY_domain_rm5', EMPTY), scaled(latency('READ', EMPTY), REMOVALS));
  const recorded = (term: string): Part | undefined => look(`recorded ${daemon} xl create`, term);
  const perRing = introduced('READ');
  const perSocket = less(withSocket, perRing);
  // many requests in a row err less than one: 25 changes in 27 requests
  const perRingChange = scaled(
    less(introduced(MANY), scaled(perRing, REQUESTS_OF_MANY)),
    1 / CHANGES_OF_MANY,
  );
  const perWatch = look(`watches ${daemon} WRITE_existing_other`, WATCH);
  const apart = grownBy({ perRing, perSocket, perRingChange, perWatch }, base);
  const together = recorded(GROWTH);
  return {
    'xenstored.request': request,
    'xenstored.client': less(recorded(ONE) ?? latency('READ', EMPTY), request),
    'xenstored.perRing': perRing,
    'xenstored.perSocket': perSocket,
    'xenstored.perRingChange': perRingChange,
    'xenstored.perWatch': perWatch,
    'xenstored.hardware':
      apart === undefined || together === undefined
        ? undefined
        : sole(together.value / apart, `${together.from} over its requests one by one`),
    'xenstored.event': look(`watches ${daemon} WRITE_match`, WATCH),
    'xenstored.nodeCreation': less(latency('WRITE_new_leaf', EMPTY), latency('WRITE_existing', EMPTY)),
    'xenstored.nodeCreationPerDomain': less(
      latency('WRITE_new_leaf', GUEST),
      latency('WRITE_existing', GUEST),
    ),
    'xenstored.treeRemoval': scaled(removal, 1 / REMOVALS),
  };
};
/** Trees that the measured destruction of a domain removes. */
const REMOVALS = 5;
const MANY = 'CREATE_domain_dirs_in_txn';
const REQUESTS_OF_MANY = 27;
const CHANGES_OF_MANY = 25;

interface Apart {
  readonly perRing: Part | undefined;
  readonly perSocket: Part | undefined;
  readonly perRingChange: Part | undefined;
  readonly perWatch: Part | undefined;
}

/** What a guest adds to the mean request of a bare creation, by its parts. */
const grownBy = (
  { perRing, perSocket, perRingChange, perWatch }: Apart,
  { toolstack, devices, xenstored }: HostValues,
): number | undefined => {
  if (perRing === undefined || perSocket === undefined || perRingChange === undefined) return undefined;
  const requests = toolstack.makeRequests + toolstack.postBuildRequests + devices.consoleRequests;
  const changes = toolstack.makeChanges + toolstack.postBuildChanges + devices.consoleChanges;
  const perChange = perRingChange.value + xenstored.watchesPerDomain * (perWatch?.value ?? 0);
  return perRing.value + perSocket.value + (changes / requests) * perChange;
};

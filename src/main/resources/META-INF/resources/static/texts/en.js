// English. Other languages have the same keys with the same {names}; a test holds that.
export default {
  // --- all pages
  'connection.lost': 'Connection to the server lost. What is shown may be out of date; trying again…',

  // --- choosing

  // --- watching
  'card.percent': '{percent} %',
  'card.files': '{done} of {total}',
  'card.place': 'Waits for its turn, number {place} in the queue',
  'card.goesOn': 'Goes on by itself at {time}.',
  'graph.most': 'at most {rate}',
  'graph.label': 'Speed over the last two minutes: now {now}, between {least} and {most}',
  'file.downloading': 'arriving',
  'file.verifying': 'checking its hash',
  'file.checking': 'checking what is here',
  'file.failed': 'failed',
  'file.queued': 'waiting',
  'file.completed': 'done',
  'files.none': 'The files are known once the Hub was asked for them.',
  'files.noMatch': 'No file is like that.',
  'files.sum': {
    one: '{shown} of {count} file: {done} done, {work} under way, {wait} waiting, {failed} failed',
    other: '{shown} of {count} files: {done} done, {work} under way, {wait} waiting, {failed} failed',
  },
  'files.received': 'Received of {path}',
  'files.connections': {
    one: '{count} connection',
    other: '{count} connections',
  },
  'limit.now': 'The speed limit is now {limit}.',
  'limit.gone': 'There is no speed limit now.',
  'limit.none': 'none',
  'undo.what': '{repo} was cancelled.',
  'undo.say': '{repo} was cancelled. It can be undone for {seconds} seconds.',
  'undo.label': 'Undo: go on with {repo}',
  'undo.seconds': '{seconds} s',
  'undo.done': '{repo} goes on.',
  'remove.title': 'Remove {repo} from the list?',
  'remove.lost': '{bytes} of files that are not complete are deleted. Complete files stay.',
  'remove.yes': 'Remove',
  'remove.no': 'Keep it',
  'clear.title': {
    one: 'Remove {count} download from the list?',
    other: 'Remove {count} downloads from the list?',
  },
  'all.pause': 'Pause all ({count})',
  'all.resume': 'Resume all ({count})',
  'all.retry': 'Retry all that failed ({count})',
  'all.clear': 'Clear the list ({count})',
  'all.paused': {
    one: '{count} download is paused.',
    other: '{count} downloads are paused.',
  },
  'all.resumed': {
    one: '{count} download goes on.',
    other: '{count} downloads go on.',
  },
  'all.retried': {
    one: '{count} download is tried again.',
    other: '{count} downloads are tried again.',
  },
  'all.cleared': {
    one: '{count} download was removed from the list.',
    other: '{count} downloads were removed from the list.',
  },
  'all.refused': {
    one: '{count} could not: {reason}',
    other: '{count} could not. The first one: {reason}',
  },
  'past.count': '{count}',
  'past.failed': {
    one: '{count}, {failed} failed',
    other: '{count}, {failed} failed',
  },
  'move.place': '{repo} is number {place} in the queue now.',
  'say.downloading': '{repo} is arriving.',
  'say.verifying': '{repo} is being checked.',
  'say.paused': '{repo} is paused.',
  'say.queued': '{repo} waits for its turn.',
  'say.resolving': 'Asking the Hub for {repo}.',
  'say.cancelled': '{repo} is cancelled.',
  'say.waits': '{repo} waits: {reason}',
  'end.completed': '{repo} is complete.',
  'end.failed': '{repo} stopped; its card says why.',
  'end.many': {
    one: '{count} download ended.',
    other: '{count} downloads ended, {failed} of them failed.',
  },
  'title.percent': '{percent} % · HF Downloader',
  'notify.denied': 'The browser does not allow notifications from this page. Its settings for this site can change that.',

  // --- managing
};

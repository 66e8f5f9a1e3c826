// The Access page: nothing of its own, but the bar at the top tells what goes on.
import { LiveDownloads } from './shared/live-downloads.js';
import { ServerStatus } from './shared/server-status.js';

new ServerStatus();
new LiveDownloads();

/**
 * The one way to other servers: their addresses and the connections to them.
 * Knows nothing of who is asked for what, and no token; whoever needs a connection gets it here.
 */
@NullMarked
package io.hfdownloader.network;

import org.jspecify.annotations.NullMarked;

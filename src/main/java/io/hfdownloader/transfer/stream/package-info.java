/**
 * What all transports share: one connection at work, back-pressure, the address to connect to, refusals.
 * Knows the disk and the limits; nothing of where bytes come from, or of when a transfer starts and stops.
 */
@NullMarked
package io.hfdownloader.transfer.stream;

import org.jspecify.annotations.NullMarked;

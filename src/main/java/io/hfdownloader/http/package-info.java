/**
 * Facts of HTTP that several clients of ours need: byte ranges, which statuses pass, how long to wait.
 * Ground floor: opens no connection and knows no server.
 */
@NullMarked
package io.hfdownloader.http;

import org.jspecify.annotations.NullMarked;

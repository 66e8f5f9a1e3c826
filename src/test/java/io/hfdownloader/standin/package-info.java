/**
 * A Hub of our own for tests and for trying the program without internet: a real HTTP server with a CDN beside it,
 * sample repos and misbehaviour on demand. Knows nothing of the program: it is the other side.
 */
@NullMarked
package io.hfdownloader.standin;

import org.jspecify.annotations.NullMarked;

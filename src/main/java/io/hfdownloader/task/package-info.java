/**
 * Work on models that takes a while, all of one family: asked for, queued, paused, cancelled, told of, and carried over restarts in
 * one way. A kind of work is one class that does it, in a package of its own below; this one must not know which there are, nor
 * requests to this server or pages.
 */
@NullMarked
package io.hfdownloader.task;

import org.jspecify.annotations.NullMarked;

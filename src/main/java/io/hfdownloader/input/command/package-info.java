/**
 * Command lines and calls in Python that download from the Hub, one class for each program, and how a shell splits them into
 * words. Knows what they refer to, but not the text they stand in.
 */
@NullMarked
package io.hfdownloader.input.command;

import org.jspecify.annotations.NullMarked;

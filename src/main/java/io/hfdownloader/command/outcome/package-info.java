/**
 * How a command ends: the exit codes, and the sentence of one that failed. Knows the kinds of problems, and nothing else of ours.
 */
@NullMarked
package io.hfdownloader.command.outcome;

import org.jspecify.annotations.NullMarked;

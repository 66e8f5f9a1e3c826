/**
 * The download of a command where no service runs: the same queue, folder and lock in this process. Knows no command.
 */
@NullMarked
package io.hfdownloader.command.standalone;

import org.jspecify.annotations.NullMarked;

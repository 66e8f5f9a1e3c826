/**
 * The running service as commands ask it, over HTTP. Knows no command and nothing that shows what it answers.
 */
@NullMarked
package io.hfdownloader.command.client;

import org.jspecify.annotations.NullMarked;

/**
 * The packaged program as a process of its own: killed, short of disk, under load, beside the Python client.
 * Knows the program by its HTTP API, its files and its log alone.
 */
@NullMarked
package io.hfdownloader.process;

import org.jspecify.annotations.NullMarked;

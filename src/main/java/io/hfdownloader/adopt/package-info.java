/**
 * Takes into the library what is on the disk already: what is found is matched with repositories of the Hub, proved by its content,
 * and put in its place as the owner chooses. It must not know tasks, downloads or requests to this server.
 */
@NullMarked
package io.hfdownloader.adopt;

import org.jspecify.annotations.NullMarked;

/**
 * What is looked for on the Hub and what it finds, as values. Knows the names of repos and nothing else of the Hub: how a
 * search is asked for and its answer read, the {@code HubClient} knows.
 */
@NullMarked
package io.hfdownloader.hub.search;

import org.jspecify.annotations.NullMarked;

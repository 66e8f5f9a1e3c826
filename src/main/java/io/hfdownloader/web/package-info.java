/**
 * What this server answers over HTTP: the API, the legacy API, the two pages and the table of errors.
 * Must not know how bytes travel or where files lie; it asks the services and formats what they say.
 */
@NullMarked
package io.hfdownloader.web;

import org.jspecify.annotations.NullMarked;

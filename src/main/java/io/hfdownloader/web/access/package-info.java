/**
 * The door of the service, where a login is needed: the filter that lets nobody else pass, the login page, and the page of access tokens.
 * Knows what a route needs, not what it does.
 */
@NullMarked
package io.hfdownloader.web.access;

import org.jspecify.annotations.NullMarked;

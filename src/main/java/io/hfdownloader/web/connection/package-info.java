/**
 * The connections of clients, from the moment the system hands them over: how many there may be, how long one may hold on without a request, a
 * whole head or a look at its answer, and what unread answers may take of the memory. Must not know what is asked or answered.
 */
@NullMarked
package io.hfdownloader.web.connection;

import org.jspecify.annotations.NullMarked;

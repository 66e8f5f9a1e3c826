/**
 * Who may use this service: logins and their hashes, sessions, access tokens with what they allow, proxies that are believed, and the
 * slowing down of guesses. Knows neither requests nor pages.
 */
@NullMarked
package io.hfdownloader.access;

import org.jspecify.annotations.NullMarked;

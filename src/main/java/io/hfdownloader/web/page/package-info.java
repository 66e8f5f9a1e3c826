/**
 * The two pages: what they show is made ready here, their templates only place it.
 * Must not know the API.
 */
@NullMarked
package io.hfdownloader.web.page;

import org.jspecify.annotations.NullMarked;

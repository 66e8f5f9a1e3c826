/**
 * What every request passes and every failure becomes: checks, base path, body limit, problems, error page.
 * Knows neither API nor pages.
 */
@NullMarked
package io.hfdownloader.web.http;

import org.jspecify.annotations.NullMarked;

/**
 * The API below /api/v1: requests read strictly, answers as JSON, events.
 * Must not know the pages or the legacy API.
 */
@NullMarked
package io.hfdownloader.web.api;

import org.jspecify.annotations.NullMarked;

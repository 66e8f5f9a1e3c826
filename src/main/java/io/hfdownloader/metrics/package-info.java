/**
 * What is measured, for Prometheus: reads the counters of others under the names that docs/metrics.md tells. Nothing knows it;
 * no label is a name that a user or a Hub chose.
 */
@NullMarked
package io.hfdownloader.metrics;

import org.jspecify.annotations.NullMarked;

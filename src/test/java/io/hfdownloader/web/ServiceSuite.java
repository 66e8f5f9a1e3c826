package io.hfdownloader.web;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests that need the service in their own process, but for those of the pages. Surefire starts the service anew for each
 * class that it gives to one of several processes (https://github.com/quarkusio/quarkus/issues/43979), but once for a suite;
 * {@code TiersTest} sees that each class is in one of the three, which take about as long as one another.
 */
@Suite(failIfNoTests = false) // in the tier of the pages
@SelectPackages("io.hfdownloader")
@IncludeTags({"service", "pages"})
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(".*\\.page\\..*")
public final class ServiceSuite {}

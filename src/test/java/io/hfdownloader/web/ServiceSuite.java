package io.hfdownloader.web;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * One half of the tests that need the service in their own process. Surefire starts the service anew for each class
 * that it gives to one of several processes (https://github.com/quarkusio/quarkus/issues/43979), but once for a suite.
 */
@Suite
@SelectPackages("io.hfdownloader")
@IncludeTags({"service", "pages"})
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(PagesSuite.CLASSES)
final class ServiceSuite {}

package io.hfdownloader.web;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The other half of the tests of the pages, see {@link ServiceSuite}. */
@Suite(failIfNoTests = false) // in the tier without pages
@SelectPackages("io.hfdownloader")
@IncludeTags({"service", "pages"})
@IncludeClassNamePatterns(".*\\.page\\..*Test")
@ExcludeClassNamePatterns(PagesSuite.CLASSES)
public final class MorePagesSuite {}

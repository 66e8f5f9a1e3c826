package io.hfdownloader.web;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The other half of the tests that {@link ServiceSuite} tells of. */
@Suite(failIfNoTests = false) // in the tier without pages
@SelectPackages("io.hfdownloader")
@IncludeTags({"service", "pages"})
@IncludeClassNamePatterns(PagesSuite.CLASSES)
final class PagesSuite {

    /** All of the pages but for those that make the halves equal. */
    static final String CLASSES = ".*\\.page\\.(?!AccessibilityTest|LibraryPageTest).*Test";
}

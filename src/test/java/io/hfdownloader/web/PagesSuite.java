package io.hfdownloader.web;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** One half of the tests of the pages, see {@link ServiceSuite}. */
@Suite(failIfNoTests = false) // in the tier without pages
@SelectPackages("io.hfdownloader")
@IncludeTags({"service", "pages"})
@IncludeClassNamePatterns(PagesSuite.CLASSES)
public final class PagesSuite {

    static final String CLASSES =
            ".*\\.page\\.(Pages|RepoChoicePage|FileTreePage|PageUpdateCost|QueuePage|HistoryPage|Languages)Test";
}

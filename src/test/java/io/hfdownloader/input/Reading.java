package io.hfdownloader.input;

import java.util.List;

import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Meaning;
import io.hfdownloader.input.reference.RepoWish;
import io.hfdownloader.input.reference.SearchWish;
import io.hfdownloader.input.reference.Unreadable;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads texts as a server does whose Hub is a mirror below a path. */
final class Reading {

    static final HubHosts HOSTS = HubHosts.of("https://nas.local:8080/hub/");

    private Reading() {}

    static List<Meaning> all(String text) {
        return Wishes.read(text, HOSTS).stream().map(Wish::meaning).toList();
    }

    static RepoWish repo(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(RepoWish.class);
        return (RepoWish) all(text).get(0);
    }

    static SearchWish search(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(SearchWish.class);
        return (SearchWish) all(text).get(0);
    }

    static String reason(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(Unreadable.class);
        return ((Unreadable) all(text).get(0)).reason();
    }

    /** All of a wish but its notes, in one line: {@code models/a/b @rev :variant +include -exclude}. */
    static String brief(String text) {
        RepoWish repo = repo(text);
        StringBuilder brief = new StringBuilder(repo.repo().toString());
        if (repo.revision() != null) {
            brief.append(" @").append(repo.revision());
        }
        repo.variants().forEach(variant -> brief.append(" :").append(variant));
        repo.include().forEach(pattern -> brief.append(" +").append(pattern));
        repo.exclude().forEach(pattern -> brief.append(" -").append(pattern));
        return brief.toString();
    }
}

package io.hfdownloader.input;

import java.util.List;

import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.Reference;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.SearchReference;
import io.hfdownloader.input.reference.UnreadableInput;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads texts as a server does whose Hub is a mirror below a path. */
final class ParsedTexts {

    static final HubHosts HOSTS = HubHosts.of("https://nas.local:8080/hub/");

    private ParsedTexts() {}

    static List<Reference> all(String text) {
        return InputParser.parse(text, HOSTS).stream()
                .map(ParsedInput::reference)
                .toList();
    }

    static RepoReference repo(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(RepoReference.class);
        return (RepoReference) all(text).get(0);
    }

    static SearchReference search(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(SearchReference.class);
        return (SearchReference) all(text).get(0);
    }

    static String reason(String text) {
        assertThat(all(text)).singleElement().isInstanceOf(UnreadableInput.class);
        return ((UnreadableInput) all(text).get(0)).reason();
    }

    /** All of a reference but its notes, in one line: {@code models/a/b @rev :variant +include -exclude}. */
    static String brief(String text) {
        RepoReference repo = repo(text);
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

package io.hfdownloader.input.reference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.hub.RepoType;

/** Reads the path of an address of the Hub: of a repository, a file, a folder, the API, or of another page. */
final class HubUrlReader {

    private static final Set<String> FILE_PAGES = Set.of("blob", "resolve", "raw", "edit", "blame");
    private static final Set<String> INTO_REPO = Set.of(
            "tree",
            "blob",
            "resolve",
            "raw",
            "edit",
            "blame",
            "commit",
            "commits",
            "discussions",
            "viewer",
            "revision",
            "settings",
            "refs",
            "paths-info");

    private HubUrlReader() {}

    /** @param address what follows the host: path, query and fragment */
    static Reference read(String address) {
        String beforeFragment = address.replaceFirst("#.*+$", "");
        int mark = beforeFragment.indexOf('?');
        Map<String, String> query = query(mark < 0 ? "" : beforeFragment.substring(mark + 1));
        List<String> segments = segments(mark < 0 ? beforeFragment : beforeFragment.substring(0, mark));
        Optional<Reference> page = HubPages.read(segments, query);
        return page.isPresent() ? page.get() : inRepo(segments, query);
    }

    /** True for what follows {@code owner/name} in addresses of pages within a repository. */
    static boolean leadsIntoRepo(String segment) {
        return INTO_REPO.contains(segment);
    }

    /** What is meant by a page within a repository; the segments begin behind its name. */
    static RepoReference within(RepoReference repo, List<String> segments) {
        String page = segments.get(0);
        List<String> rest = segments.subList(1, segments.size());
        int length = RepoShorthand.revisionLength(rest);
        String path = String.join("/", rest.subList(length, rest.size()));
        String revision = String.join("/", rest.subList(0, length));
        if (revision.isEmpty()
                || !Set.of("tree", "commit", "commits", "revision").contains(page) && !FILE_PAGES.contains(page)) {
            return repo.withNotes(List.of(
                    Note.PAGE.says("The address is of a page about the repository; the repository itself is meant.")));
        }
        RepoReference revised = repo.withRevision(revision);
        if (path.isEmpty() || page.equals("commit") || page.equals("revision")) {
            return revised;
        }
        return page.equals("tree")
                ? revised.withInclude(List.of(PathPattern.ofFolder(path)))
                : revised.withFiles(List.of(path));
    }

    /** Takes the percent encoding of UTF-8 off; a sign that encodes nothing stays. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int encoded = text.charAt(at) == '%' ? hex(text, at + 1) : -1;
            int next = encoded >= 0 ? at + 3 : text.offsetByCodePoints(at, 1);
            if (encoded >= 0) {
                bytes.write(encoded);
            } else {
                bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
            }
            at = next;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static RepoReference inRepo(List<String> all, Map<String, String> query) {
        List<String> segments = withoutApi(all);
        Optional<RepoType> named = RepoShorthand.typeOfPlural(segments.get(0));
        List<String> parts = named.isPresent() ? segments.subList(1, segments.size()) : segments;
        int length = parts.size() == 1 || parts.size() > 2 && leadsIntoRepo(parts.get(1)) ? 1 : 2;
        String id = String.join("/", parts.subList(0, length)); // names without owner have pages, too
        if (id.indexOf(':') >= 0 || id.indexOf('@') >= 0) {
            return RepoShorthand.of(String.join("/", segments));
        }
        String name = id.endsWith(".git") ? id.substring(0, id.length() - 4) : id;
        RepoReference repo = RepoReference.of(RepoId.parse(named.orElse(RepoType.MODEL), name));
        RepoReference read = parts.size() == length ? repo : withinOrAbout(repo, parts.subList(length, parts.size()));
        String shown = query.getOrDefault("show_file_info", "");
        return shown.isEmpty() ? read : read.withFiles(List.of(shown));
    }

    private static RepoReference withinOrAbout(RepoReference repo, List<String> rest) {
        if (leadsIntoRepo(rest.get(0))) {
            return within(repo, rest);
        }
        if (rest.size() > 1 && rest.get(0).matches("[0-9a-f]{40}")) { // of the API's cache: commit, then the file
            return repo.withRevision(rest.get(0)).withFiles(List.of(String.join("/", rest.subList(1, rest.size()))));
        }
        return repo.withNotes(List.of(Note.UNKNOWN_PAGE
                .says("What follows " + repo.repo().id()
                        + " in the address is unknown; the repository itself is meant.")
                .and("repo", repo.repo().id())));
    }

    private static List<String> withoutApi(List<String> segments) {
        if (!segments.get(0).equals("api")) {
            return segments;
        }
        int start = segments.size() > 1 && segments.get(1).equals("resolve-cache") ? 2 : 1;
        if (segments.size() < start + 2
                || RepoShorthand.typeOfPlural(segments.get(start)).isEmpty()) {
            throw Unreadable.PAGE.because(
                    "This address of the Hub's API is of no repository. Write owner/name instead.");
        }
        return segments.subList(start, segments.size());
    }

    private static List<String> segments(String path) {
        return Stream.of(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(HubUrlReader::decoded)
                .toList();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        Arrays.stream(text.split("&")).forEach(pair -> {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                query.putIfAbsent(
                        pair.substring(0, sign),
                        decoded(pair.substring(sign + 1).replace('+', ' ')));
            }
        });
        return query;
    }

    private static int hex(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}

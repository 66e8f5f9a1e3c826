package io.hfdownloader.web.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Where a reader wanted to go before the login: a place of ours, or the first page. Whoever makes up the address can name no other server in it. */
final class ReturnPath {

    static final String FIRST_PAGE = "/";

    private static final int MAX_CHARS = 1_000;
    private static final Pattern OURS = Pattern.compile(
            "/(?:[A-Za-z0-9][A-Za-z0-9._~%!$'()*+,:@=&/-]*+)?+(?:\\?[A-Za-z0-9._~%!$'()*+,:@=&/?\\[\\]-]*+)?+");

    private static final String API_PAGE_FILE = "/static/api/";
    private static final String API_PAGE = "/q/swagger-ui/";

    private ReturnPath() {}

    /** The same when it is a place of ours, else the first page. */
    static String of(@Nullable String wanted) {
        return wanted != null
                        && wanted.length() <= MAX_CHARS
                        && OURS.matcher(wanted).matches()
                        && !wanted.contains("..")
                ? wanted
                : FIRST_PAGE;
    }

    /** The login's address below the prefix, with where to go from there. */
    static String loginFrom(@Nullable String path, @Nullable String query) {
        String shown = path != null && path.startsWith(API_PAGE_FILE) ? API_PAGE : path;
        String wanted = of(query == null ? shown : shown + "?" + query);
        return wanted.equals(FIRST_PAGE)
                ? "/login"
                : "/login?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }
}

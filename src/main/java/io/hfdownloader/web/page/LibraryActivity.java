package io.hfdownloader.web.page;

import java.util.List;
import java.util.Map;

import io.hfdownloader.download.DownloadState;
import io.hfdownloader.download.DownloadView;
import io.hfdownloader.download.arrival.ModelStatus;
import org.jspecify.annotations.Nullable;

/**
 * What downloads that are not over do to a model, in the words of its line: there from the first byte, so that no line grows when
 * it is told. {@code activity.js} makes the same of the same downloads, and goes on with it.
 */
final class LibraryActivity {

    private LibraryActivity() {}

    /** What is not told beside the name of a variant; null for nothing. */
    static @Nullable String told(List<DownloadView> underWay, ModelStatus status, Messages messages) {
        return underWay.stream()
                .filter(download -> !isToldAtVariant(download, status))
                .findFirst()
                .map(download -> messages.text(
                        "activity." + download.state().word(),
                        Map.of("percent", download.progress().percent())))
                .orElse(null);
    }

    private static boolean isToldAtVariant(DownloadView download, ModelStatus status) {
        DownloadState state = download.state();
        if (state == DownloadState.QUEUED || state == DownloadState.RESOLVING) {
            return false; // where it stands tells nothing of how far it is
        }
        List<String> wanted = download.target().selection().variants();
        List<String> lacking = status.variants().stream()
                .filter(variant -> variant.state() != ModelStatus.State.COMPLETE)
                .map(ModelStatus.VariantStatus::label)
                .toList();
        return wanted.isEmpty() ? lacking.size() == 1 : wanted.size() == 1 && lacking.contains(wanted.get(0));
    }
}

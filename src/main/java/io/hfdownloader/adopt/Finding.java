package io.hfdownloader.adopt;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.hfdownloader.adopt.shape.FoundFile;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What was found, as it is kept until it is adopted.
 *
 * @param model as it is told
 * @param root the folder that was looked into
 * @param place where in it
 * @param files its files
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record Finding(FoundModel model, String root, String place, List<FoundFile> files) {

    Finding {
        files = files == null ? List.of() : List.copyOf(files);
    }
}

package io.hfdownloader.program;

import java.util.List;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the program begins. */
@QuarkusMain
public final class Main {

    Main() {}

    /** Prints the version when {@code --version} is asked for, else runs the service until it is told to stop. */
    public static void main(String... args) {
        if (List.of(args).contains("--version")) {
            System.out.println("hf-downloader " + ProgramVersion.TEXT);
            return;
        }
        Quarkus.run(args);
    }
}

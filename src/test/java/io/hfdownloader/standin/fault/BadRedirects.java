package io.hfdownloader.standin.fault;

import java.util.List;
import java.util.stream.Stream;

/** Where redirects lead that somebody made up: to what is near us and far from the Hub, and to what is no server. */
public final class BadRedirects {

    /** Addresses that are neither public nor this machine's. */
    public static final List<String> NEAR = List.of(
            "http://169.254.169.254/latest/meta-data/",
            "http://10.11.12.13/",
            "https://172.31.0.1/",
            "http://192.168.1.1/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://[ff02::1]/",
            "http://[::ffff:169.254.169.254]/",
            "http://[::ffff:a0b:c0d]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[2002:a9fe:a9fe::1]/",
            "http://2852039166/",
            "http://0xa9.254.0251.0xfe/",
            "http://10.1/",
            "//10.11.12.13/");

    /** What is no address of the web. */
    public static final List<String> NONE = List.of(
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "gopher://127.0.0.1:1/",
            "data:text/plain,hello",
            "jar:http://a!/b");

    static final List<String> ALL = Stream.of(NEAR, NONE).flatMap(List::stream).toList();

    private BadRedirects() {}

    /** The fault that leads there. */
    public static Fault to(String target, String path) {
        return Fault.of(Fault.Kind.BAD_REDIRECT, path, ALL.indexOf(target));
    }
}

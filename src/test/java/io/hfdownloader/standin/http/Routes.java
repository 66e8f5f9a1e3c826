package io.hfdownloader.standin.http;

/** What one host answers. */
public interface Routes {

    /** Event loop. Tells the exchange which file it is about, where that can be seen from the address alone. */
    default void identify(Exchange exchange) {}

    /** Worker thread, because it may hash. */
    Response handle(Exchange exchange, byte[] posted);
}

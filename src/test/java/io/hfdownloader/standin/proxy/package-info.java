/** Forward proxies that behave, and that do not: HTTP, SOCKS4, SOCKS4a and SOCKS5 on one port. */
package io.hfdownloader.standin.proxy;

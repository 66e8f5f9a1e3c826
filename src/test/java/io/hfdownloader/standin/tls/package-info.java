/** Certificates made on the spot, and servers that show them. */
package io.hfdownloader.standin.tls;

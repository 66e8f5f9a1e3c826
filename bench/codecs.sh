#!/usr/bin/env bash
# Measures our BLAKE3 and LZ4 beside libraries that do the same, on the Java that JAVA_HOME names (or the first on the PATH).
# Needs a built project (./mvnw package -DskipTests); fetches the libraries with Maven. Takes about a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jars=target/codecs
for library in at.yawk.lz4:lz4-java:1.14.0 org.bouncycastle:bcprov-jdk18on:1.87 commons-codec:commons-codec:1.22.1; do
  ./mvnw -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="$library" -DoutputDirectory="$jars" -Dmdep.useBaseVersion=true
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}
class_path="target/classes:$(find "$jars" -name '*.jar' | tr '\n' ':')"
"${java}javac" -d "$jars/classes" -cp "$class_path" bench/codecs/io/hfdownloader/xet/Codecs.java
"${java}java" -cp "$jars/classes:$class_path" io.hfdownloader.xet.Codecs \
  src/test/resources/xet/xorbs/25e078a893f445a92b35b019a9c32559cd0b6e4a81e8e22cc0c093bb4917227f.xorb 42390

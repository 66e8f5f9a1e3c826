package io.hfdownloader.web.page;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;

import io.quarkus.qute.i18n.Message;

/** The texts as their annotations have them, for tests without a container. */
final class EnglishTexts {

    static final Texts ALL = (Texts) Proxy.newProxyInstance(
            Texts.class.getClassLoader(),
            new Class<?>[] {Texts.class},
            (proxy, method, values) -> filled(method, values == null ? new Object[0] : values));

    private EnglishTexts() {}

    private static String filled(Method method, Object[] values) {
        String text = method.getAnnotation(Message.class).value();
        Parameter[] names = method.getParameters();
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + names[i].getName() + "}", String.valueOf(values[i]));
        }
        return text;
    }
}

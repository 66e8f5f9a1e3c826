package io.hfdownloader.web.page;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;

import io.quarkus.qute.i18n.Message;

/** The texts as their annotations have them, for tests without a container. */
final class EnglishMessages {

    static final Messages ALL = (Messages) Proxy.newProxyInstance(
            Messages.class.getClassLoader(),
            new Class<?>[] {Messages.class},
            (proxy, method, values) -> filled(method, values == null ? new Object[0] : values));

    private EnglishMessages() {}

    private static String filled(Method method, Object[] values) {
        String text = method.getAnnotation(Message.class).value();
        Parameter[] names = method.getParameters();
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + names[i].getName() + "}", String.valueOf(values[i]));
        }
        return text;
    }
}

"""What is spoken on a broker: one file each, found by this folder. Pure: a topic and a payload in, what was heard out.

A dialect is a module with
    TOPICS           what is subscribed to
    Reader()         reads messages of one broker; it may remember what was announced earlier
        .read(topic, payload, is_retained=…) -> list[Heard], or None where the topic is not of this dialect;
                     raises a Refused for what it cannot read
        .wanted      topics that were announced and must be subscribed to as well
A retained message tells what there is, never what is measured: nobody knows when it was said.
"""

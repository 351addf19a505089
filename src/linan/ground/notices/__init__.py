"""Notices 通知公告 (F-05): written once, aimed at those whom they concern, and known to be read.

A notice is aimed at organisations with everything below them, at some roles or all, and at residents too when it is
public. It is a draft, planned for a time, published or withdrawn; what was published never vanishes: a change is a new
version that says what is new, and a withdrawal says why. Whoever is meant is asked of the roles held now, so
whoever joins later reads it too. A receipt keeps who read and who confirmed which version.
Nouns: Notice, NoticeVersion, Receipt, Attachment.
Announces NoticeWritten, NoticePublished, NoticeChanged, NoticeWithdrawn, NoticeRead, NoticeReminded.
"""

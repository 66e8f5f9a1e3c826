// Simplified Chinese.
export default {
  // --- all pages
  'connection.lost': '与服务器的连接已断开。显示的内容可能已过时；正在重试…',

  // --- choosing

  // --- watching

  // --- managing
};

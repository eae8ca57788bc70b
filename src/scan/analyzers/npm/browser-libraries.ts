/** A library that web pages carry along, and how its files can be known. */
export interface BrowserLibrary {
  /** Name on npm; of a few that npm never had, the name that Retire.js uses. */
  readonly name: string;
  /** What its files are called before the version: `jquery-3.4.1.min.js`. In lower case. */
  readonly files: readonly string[];
  /** How the comment at the top of its files begins, up to the version. */
  readonly banners: readonly string[];
  /** What the same comment must also say, where several libraries begin alike. */
  readonly also?: string;
}

/** Libraries that are found as loose files in web roots, from their published releases. */
export const browserLibraries: readonly BrowserLibrary[] = [
  {
    name: 'jquery',
    files: ['jquery'],
    banners: ['jQuery v', 'jQuery JavaScript Library v'],
  },
  { name: 'jquery', files: [], banners: ['jQuery '], also: 'New Wave' },
  {
    name: 'jquery-migrate',
    files: ['jquery-migrate'],
    banners: ['jQuery Migrate v', 'jQuery Migrate - v'],
  },
  {
    name: 'jquery-validation',
    files: ['jquery.validate', 'jquery.validation', 'jquery-validation'],
    banners: ['jQuery Validation Plugin v', 'jQuery Validation Plugin - v'],
  },
  {
    name: 'jquery-mobile',
    files: ['jquery.mobile'],
    banners: ['jQuery Mobile v', 'jQuery Mobile '],
  },
  {
    name: 'jquery-ui',
    files: ['jquery-ui', 'jquery.ui'],
    banners: ['jQuery UI - v', 'jQuery UI v', 'jQuery UI '],
  },
  { name: 'jquery.terminal', files: ['jquery.terminal'], banners: [] },
  { name: 'jplayer', files: ['jquery.jplayer'], banners: ['jPlayer '] },
  { name: 'knockout', files: ['knockout'], banners: ['Knockout JavaScript library v'] },
  { name: 'swfobject', files: ['swfobject'], banners: ['SWFObject v'] },
  { name: 'tinymce', files: ['tinymce'], banners: ['TinyMCE version '] },
  { name: 'yui', files: ['yui'], banners: ['YUI '] },
  {
    name: 'prototypejs',
    files: ['prototype'],
    banners: ['Prototype JavaScript framework, version '],
  },
  { name: 'ember', files: ['ember'], banners: [] },
  { name: 'dojo', files: ['dojo'], banners: [] },
  { name: 'angular', files: ['angular', 'angularjs'], banners: ['AngularJS v', 'AngularJS NES v'] },
  { name: '@angular/core', files: [], banners: ['Angular v'] },
  { name: 'backbone', files: ['backbone'], banners: ['Backbone.js '] },
  { name: 'mustache', files: ['mustache'], banners: [] },
  { name: 'handlebars', files: ['handlebars'], banners: ['handlebars v'] },
  { name: 'easyxdm', files: ['easyxdm'], banners: [] },
  { name: 'plupload', files: ['plupload'], banners: [] },
  { name: 'dompurify', files: ['dompurify', 'purify'], banners: ['DOMPurify '] },
  { name: 'react', files: ['react'], banners: ['React v'], also: ' react.' },
  { name: 'react-dom', files: ['react-dom'], banners: ['React v'], also: ' react-dom.' },
  { name: 'flowplayer', files: ['flowplayer'], banners: [] },
  { name: 'moment', files: ['moment'], banners: ['moment.js v'] },
  { name: 'moment', files: [], banners: ['version : '], also: 'moment.js' },
  { name: 'underscore', files: ['underscore'], banners: ['Underscore.js '] },
  { name: 'bootstrap', files: ['bootstrap', 'bootstrap.bundle'], banners: ['Bootstrap v'] },
  {
    name: 'bootstrap-select',
    files: ['bootstrap-select'],
    banners: ['Bootstrap-select v'],
  },
  { name: 'ckeditor', files: ['ckeditor'], banners: [] },
  { name: 'ckeditor5', files: ['ckeditor5'], banners: [] },
  { name: 'vue', files: ['vue'], banners: ['Vue.js v', 'vue v'] },
  { name: 'svelte', files: ['svelte'], banners: [] },
  { name: 'axios', files: ['axios'], banners: ['axios v', 'Axios v'] },
  { name: 'markdown-it', files: ['markdown-it'], banners: ['markdown-it '] },
  { name: 'jszip', files: ['jszip'], banners: ['JSZip v'] },
  { name: 'alasql', files: ['alasql'], banners: ['AlaSQL v'] },
  { name: 'datatables.net', files: ['jquery.datatables', 'datatables'], banners: ['DataTables '] },
  { name: 'chart.js', files: ['chart', 'chart.js'], banners: ['Chart.js v'] },
  { name: 'froala-editor', files: ['froala_editor'], banners: ['froala_editor v'] },
  { name: 'highcharts', files: ['highcharts'], banners: ['Highcharts JS v'] },
  { name: 'select2', files: ['select2'], banners: ['Select2 '] },
  {
    name: 'blueimp-file-upload',
    files: ['jquery.fileupload'],
    banners: ['jQuery File Upload Plugin ', 'jQuery File Upload User Interface Plugin '],
  },
  { name: 'lodash', files: ['lodash'], banners: ['lodash ', 'Lodash ', 'Lo-Dash ', 'lodash v'] },
  { name: 'ua-parser-js', files: ['ua-parser'], banners: ['UAParser.js v'] },
  { name: 'mathjax', files: ['mathjax'], banners: [] },
  { name: 'pdfobject', files: ['pdfobject'], banners: ['PDFObject v'] },
  { name: 'highlight.js', files: ['highlight'], banners: ['Highlight.js v', 'highlight.js v'] },
  { name: 'marked', files: ['marked'], banners: ['marked v', 'marked - a markdown parser v'] },
  { name: 'alpinejs', files: ['alpine', 'alpinejs'], banners: [] },
  { name: 'echarts', files: ['echarts'], banners: [] },
  { name: 'zrender', files: ['zrender'], banners: [] },
  { name: 'd3', files: ['d3'], banners: ['https://d3js.org v', 'https://d3js.org Version '] },
  { name: 'video.js', files: ['video', 'video.js'], banners: ['Video.js '] },
  { name: 'quill', files: ['quill'], banners: ['Quill Editor v'] },
  { name: 'swiper', files: ['swiper'], banners: ['Swiper '] },
  { name: 'mootools', files: ['mootools'], banners: [] },
  { name: 'protobufjs', files: ['protobuf'], banners: ['protobuf.js v'] },
];

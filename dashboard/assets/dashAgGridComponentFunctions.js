/* How the cells of the project list are drawn: functions that dash-ag-grid finds here by name, so that no code travels with the data.

   A row carries its words ready made (dashboard/components/projects/rows.py); nothing is computed here. What a cell explains on hover stands
   on the cell itself, so that the keyboard reaches it too. */
(() => {
  'use strict';
  const found = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  const make = (...given) => window.React.createElement(...given);
  const words = () => document.querySelector('.projects-grid')?.dataset ?? {};

  function explain({eGridCell}, tip) {
    if (!eGridCell) return;
    if (tip) eGridCell.dataset.tip = tip; else delete eGridCell.dataset.tip;
  }

  const none = () => make('span', {className: 'none'}, words().none);

  found.ProjectLight = props => {
    const {data} = props;
    explain(props, data.light_tip);
    return make('span', {className: 'light'}, make('i', {className: 'g g-' + data.glyph}), data.light_name,
      data.is_hatched && data.glyph !== 'stale' ? make('i', {className: 'g g-stale late', 'aria-label': words().silent}) : null);
  };

  found.ProjectName = props => make('a', {href: props.data.href, 'data-nav': '', title: props.value, className: 'nm'}, props.value);

  found.ProjectText = props => {
    explain(props, props.data.tips?.[props.colDef.field]);
    return props.value ? make('span', {title: props.value}, props.value) : none();
  };

  found.ProjectProgress = props => {
    explain(props, props.data.progress_tip);
    if (props.value === null || props.value === undefined) return none();
    const plan = props.data.plan_pct;
    return make('span', {className: 'pg'},
      make('span', {className: 'tr'}, make('u', {className: props.data.glyph === 'done' ? 'done' : '', style: {width: props.value + '%'}}),
        plan === null ? null : make('s', {style: {left: plan + '%'}})),
      make('b', null, Math.round(props.value) + '%'));
  };

  found.ProjectDate = props => {
    explain(props, props.data.tips?.[props.colDef.field]);
    return props.value ? make('span', null, props.value) : none();
  };

  found.ProjectDelay = props => {
    explain(props, props.data.tips?.[props.colDef.field]);
    const days = props.value;
    if (days === null || days === undefined) return none();
    const mood = days > 0 ? 'bad' : days < 0 ? 'good' : 'flat';
    const said = days ? (days > 0 ? '+' : '−') + Math.abs(days).toLocaleString('en') + ' ' + words().days : words().flat;
    return make('span', {className: 'd ' + mood}, make('i', {className: 'ar'}), said);
  };

  found.ProjectReport = props => {
    explain(props, props.data.report_tip);
    const {eGridCell, data} = props;
    if (eGridCell) eGridCell.classList.toggle('hatched', Boolean(data.silent_words));
    if (data.silent_words) return make('span', {className: 'stale-tag'}, data.silent_words);
    return data.report_day ? make('span', null, data.report_day) : none();
  };

  found.ProjectGantt = props => {
    explain(props, props.data.gantt_tip);
    const {bars, axis} = {bars: props.data.bars, axis: props.axis};
    const ticks = axis.ticks.map(([at, isYear]) => make('i', {key: 't' + at, className: isYear ? 'tk yr' : 'tk', style: {left: at + '%'}}));
    const drawn = bars.map(({kind, at, width}, n) => make('i', {key: n, className: kind, style: {left: at + '%', width: width === null ? undefined : width + '%'}}));
    return make('span', {className: 'gt'}, ticks, drawn, make('i', {className: 'now', style: {left: axis.today + '%'}}));
  };

  found.ProjectAxis = props => make('span', {className: 'gh'},
    props.axis.labels.map(([at, name]) => make('span', {key: at, style: {left: at + '%'}}, name)),
    make('em', {style: {left: props.axis.today + '%'}}, props.axis.today_word));
})();
